// SPDX-License-Identifier: Apache-2.0
// Files between panel and relay: the loader's script that comes with the first of them. The panel
// seals and opens, here they are kept and carried (web/files/carrier.ts).
import type { Post } from '../../web/bridge/pipe';
import { Carrier } from '../../web/files/carrier';
import { eventsThrough, ownCarrier, serveCarrier } from '../../web/files/file-carrier';
import { Shelf } from '../../web/files/shelf';
import type { DoorScript } from './script';
import type { Settings } from './settings';

/** Takes what the panel says about files. */
export type CarrierEnd = (id: number, name: string, ...values: unknown[]) => void;
export type MakeCarrier = (settings: Settings, post: Post) => CarrierEnd;

const make: MakeCarrier = ({ shop, relay }, post) => {
  const shelf = new Shelf({ shop, role: 'shopper' });
  const carrier = new Carrier(relay, shelf, eventsThrough(post));
  return serveCarrier(ownCarrier(carrier, shelf), post);
};

(document.currentScript as DoorScript<MakeCarrier>).enter(make);
