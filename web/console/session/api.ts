// SPDX-License-Identifier: Apache-2.0
// The relay's HTTP JSON API. An answer that is not a success becomes a Refusal that names the code
// and the field; a relay that cannot be reached is a Refusal like any other.
import { Refusal } from '../refusals';
import { base64Of } from '../../bridge/bytes';

export interface ShopSettings {
  name: string;
  accent: string;
  greeting: string;
  away: string;
  origins: string[];
  /** 0: for ever. */
  retention_days: number;
  file_bytes_max: number;
  files_at_once_max: number;
  files_total_bytes_max: number;
}

export interface LoginAnswer {
  session: string;
  shop: string;
  root_hash: string;
  agent: string;
  role: number;
  name: string;
  vault: string;
  root_vault: string | null;
  signed_roster: string;
  sealed_inbox: string[];
}

export interface ShopAnswer {
  shop: string;
  root_hash: string;
  settings: ShopSettings;
  agents: { id: string; name: string; email: string; picture: string; role: number }[];
  invitations: { id: string; agent: string; name: string; email: string; role: number; expires_at: number }[];
  snippet: { rolling: string; pinned: string; csp: string };
}

export interface InvitationAnswer {
  shop: string;
  shop_name: string;
  agent: string;
  email: string;
  name: string;
  invite_vault: string;
  signed_roster: string;
}

export interface RecoverAnswer {
  shop: string;
  agent: string;
  recovery_box: string;
  signed_roster: string;
  nonce: string;
}

/** A network that takes the question and then says nothing counts as none. */
const patienceMs = 30_000;
const reachMs = 3_000;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export class Api {
  /** The bearer of whoever is signed in. */
  bearer: Uint8Array | undefined;

  get<T>(path: string): Promise<T> {
    return this.ask<T>('GET', path);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.ask<T>('POST', path, body);
  }

  put<T>(path: string, body: object): Promise<T> {
    return this.ask<T>('PUT', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.ask<T>('DELETE', path);
  }

  isReachable(): Promise<boolean> {
    return fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(reachMs) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** Outlives the page, which goes at once; a relay out of reach ends the session by itself. */
  signOut(): void {
    this.ask('POST', '/v1/logout', {}, true).catch(() => undefined);
  }

  private async ask<T>(method: Method, path: string, body?: object, keepalive = false): Promise<T> {
    const headers: Record<string, string> = {};
    if (body) headers['Content-Type'] = 'application/json';
    if (this.bearer) headers['Authorization'] = `Bearer ${base64Of(this.bearer)}`;
    let answer: Response;
    try {
      answer = await fetch(path, { method, headers, keepalive, cache: 'no-store', signal: AbortSignal.timeout(patienceMs), ...(body ? { body: JSON.stringify(body) } : {}) });
    } catch {
      throw new Refusal('unreachable', '', '');
    }
    const said = await readJson(answer);
    if (!answer.ok) throw refusalOf(answer.status, said);
    return said as T;
  }
}

async function readJson(answer: Response): Promise<unknown> {
  const text = await answer.text();
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}

function refusalOf(status: number, said: unknown): Refusal {
  const error = (said as { error?: { code?: string; field?: string; message?: string; retry_ms?: number } }).error ?? {};
  return new Refusal(error.code ?? `http_${status}`, error.field ?? '', error.message ?? '', error.retry_ms ?? 0);
}
