// SPDX-License-Identifier: Apache-2.0
// One tab of a browser runs the Session of a shop; another one may take over.

export interface Lead {
  /** Resolves when another tab took over. */
  lost: Promise<void>;
}

/** A page that is just being left (a reload) gives its lock back within this. */
const patienceMs = 700;

/** The lead, or undefined when another tab has it and `take` is false. Held until the page goes. */
export async function lead(shop: string, take: boolean): Promise<Lead | undefined> {
  let granted = (): void => undefined;
  const grant = new Promise<void>((done) => (granted = done));
  const held = new Promise<void>(() => undefined);
  const options: LockOptions = take ? { steal: true } : { signal: AbortSignal.timeout(patienceMs) };
  const request = navigator.locks.request(`shopbell:${shop}:agent`, options, () => {
    granted();
    return held;
  });
  // Refused while waiting: another tab has it. Refused later: another tab took it.
  const refused = request.then(
    () => undefined,
    () => undefined,
  );
  const got = await Promise.race([grant.then(() => true), refused.then(() => false)]);
  return got ? { lost: refused } : undefined;
}
