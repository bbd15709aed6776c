// SPDX-License-Identifier: Apache-2.0
// Stands between a page and the relay and refuses rows for good, with a code that the relay has for
// other reasons: no row that our own clients write is refused by it.
import { decode, encode } from '../../golden/protocol.mjs';

const frameTypes = { open: 4, submit: 5, nack: 7 };

/** Rows are refused with `refusals.code` as long as that is not 0. */
export async function refuseRows(page, refusals) {
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const relay = socket.connectToServer();
    socket.onMessage((data) => {
      const [type, ...fields] = decode(new Uint8Array(data));
      const row = type === frameTypes.submit ? fields[0] : type === frameTypes.open ? fields[1] : undefined;
      if (!row || refusals.code === 0) return relay.send(data);
      const [conv, mid] = row;
      socket.send(Buffer.from(encode([frameTypes.nack, conv, mid, refusals.code, new Uint8Array(16), 0, 'refused by the test'])));
    });
  });
}
