// SPDX-License-Identifier: Apache-2.0
// How a shopper without a name is called on every screen.
import type { Id } from '../state/model';
import { shopperCode } from '../state/shopper';
import { t } from '../text';

export function shopperName(id: Id): string {
  return t('shopper', { code: shopperCode(id) });
}
