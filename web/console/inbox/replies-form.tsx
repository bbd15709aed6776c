// SPDX-License-Identifier: Apache-2.0
// A message with answers to choose from.
import { useState } from 'preact/hooks';
import { cardTextBytesMax, quickRepliesMax, textBytesMax } from '@wire/limits';
import { charactersOver } from '../../words/length';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { Field } from '../parts/field';
import { Form, useDoing } from '../parts/form';
import { t } from '../text';

export function RepliesForm({ onSend, onClose }: { onSend: (body: string, replies: string[]) => void; onClose: () => void }) {
  const [body, setBody] = useState('');
  const [answers, setAnswers] = useState('');
  const [tried, setTried] = useState(false);
  const doing = useDoing();
  const words = body.trim();
  const replies = [...new Set(answers.split('\n').map((line) => line.trim()).filter(Boolean))];
  const wrong = { body: bodyProblem(words), answers: answersProblem(replies) };
  const send = (): void => {
    setTried(true);
    if (!wrong.body && !wrong.answers) onSend(words, replies);
  };
  return (
    <Dialog title={t('card.replies')} onClose={onClose}>
      <Form doing={doing} onSubmit={send}>
        <Field label={t('card.question')} rows={2} dir="auto" value={body} onValue={setBody} error={tried ? wrong.body : undefined} />
        <Field
          label={t('card.answers')}
          rows={4}
          dir="auto"
          value={answers}
          onValue={setAnswers}
          hint={t('card.answersHint', { count: quickRepliesMax })}
          error={tried ? wrong.answers : undefined}
        />
        <div class="form-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" icon="send">
            {t('send')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

function bodyProblem(words: string): string | undefined {
  if (words === '') return t('card.wrong.missing');
  return charactersOver(words, textBytesMax) > 0 ? t('card.wrong.long') : undefined;
}

function answersProblem(replies: string[]): string | undefined {
  if (replies.length === 0) return t('card.wrong.missing');
  if (replies.length > quickRepliesMax) return t('card.wrong.many', { count: quickRepliesMax });
  return replies.some((reply) => charactersOver(reply, cardTextBytesMax) > 0) ? t('card.wrong.long') : undefined;
}
