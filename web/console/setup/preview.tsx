// SPDX-License-Identifier: Apache-2.0
// How the shop's pages will show the chat: the launcher and the open panel, drawn with the same
// colour code as the real ones, so that accent and greeting are judged before anybody sees them.
import { tonesOf, tonesOfName } from '../../bridge/theme';
import { Icon } from '../parts/icon';
import type { ShopFace } from '../state/model';
import { t } from '../text';

export function Preview({ shop, answers }: { shop: ShopFace; answers: string }) {
  return (
    <figure class="preview" aria-label={t('preview')}>
      <div class="preview-page" aria-hidden="true">
        <i class="preview-bar" />
        <div class="preview-goods">
          <i />
          <i />
          <i />
          <i />
        </div>
      </div>
      <PreviewPanel shop={shop} answers={answers} />
      <figcaption>{t('preview')}</figcaption>
    </figure>
  );
}

function PreviewPanel({ shop, answers }: { shop: ShopFace; answers: string }) {
  const tones = tonesOf(shop.accent, false);
  const name = answers || t('preview.agent');
  const face = tonesOfName(name);
  const style = { '--fill': tones.fill, '--on-fill': tones.onFill, '--face': face.fill, '--on-face': face.onFill };
  return (
    <div class="preview-chat" style={style}>
      <div class="preview-panel">
        <p class="preview-head">
          <span class="preview-mark">{firstOf(shop.name || t('preview.shop'))}</span>
          <span>
            <strong>
              <bdi>{shop.name || t('preview.shop')}</bdi>
            </strong>
            <small>
              <i class="dot available" /> {t('preview.here', { name })}
            </small>
          </span>
        </p>
        <div class="preview-talk">
          <div class="preview-greeting">
            <span class="preview-face">{firstOf(name)}</span>
            <strong dir="auto">{shop.greeting || t('preview.greeting')}</strong>
            <span>{t('preview.answers', { name })}</span>
          </div>
          <p class="preview-bubble">{t('preview.question')}</p>
          <small>{t('status.read')}</small>
        </div>
        <p class="preview-field">{t('preview.message')}</p>
      </div>
      <span class="preview-launcher">
        <Icon name="chat" size={26} />
      </span>
    </div>
  );
}

function firstOf(name: string): string {
  return ([...name.trim()][0] ?? '').toUpperCase();
}
