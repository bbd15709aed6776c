// SPDX-License-Identifier: Apache-2.0
// Screens with nothing to fill in.
import { Button } from '../parts/button';
import { t } from '../text';
import { Brand, Frame } from './frame';

export function LoadingScreen() {
  return (
    <div class="access" aria-busy="true">
      <div class="loading-note" role="status">
        <Brand />
        <span class="quietly">{t('loading')}</span>
        <i class="loading-line" aria-hidden="true" />
      </div>
    </div>
  );
}

export function AlreadyScreen({ name, onStay, onLeave }: { name: string; onStay: () => void; onLeave: () => void }) {
  return (
    <Frame title={t('already.title', { name })} lead={t('already.lead')}>
      <div class="stack">
        <Button tone="primary" class="wide" onClick={onStay}>
          {t('setup.open')}
        </Button>
        <Button class="wide" onClick={onLeave}>
          {t('already.leave')}
        </Button>
      </div>
    </Frame>
  );
}

export function ForgottenScreen() {
  return <Frame title={t('forgotten.title')} lead={t('forgotten.lead')} />;
}

export function InsecureScreen() {
  return <Frame title={t('insecure.title')} lead={t('insecure.lead')} />;
}

export function FailedScreen({ error }: { error: unknown }) {
  console.error('Shopbell:', error);
  return (
    <Frame title={t('failed.title')} lead={t('failed.lead')}>
      <p class="failed-why">{String(error)}</p>
      <Button tone="primary" onClick={() => location.reload()}>
        {t('failed.reload')}
      </Button>
    </Frame>
  );
}
