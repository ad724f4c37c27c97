import type { Card } from '../domain/ports/chat';
import { toggleAction } from './elements/actions';
import { badge } from './elements/badge';
import { codeBlock } from './elements/code-block';
import { escapeMarkdown } from './elements/escape-markdown';
import { lineChart } from './elements/line-chart';
import { mentionEntities } from './elements/mention';
import type { Phrase } from './elements/phrase';
import { progressBar } from './elements/progress-bar';
import { phraseMarkdown, phraseText } from './elements/render-phrase';
import type { AdaptiveCard, CardElement } from './elements/schema';
import { type Look, textBlock } from './elements/text-block';
import type { Block, CardDocument, Tone } from './document';
import { textTwin } from './text-twin';

const detailsId = 'details';

/** Draws what a card says: the Adaptive Card and, from the same words, its text twin. */
export function renderCard(document: CardDocument): Card {
  const details = document.details ?? [];
  const actions = [...(document.actions ?? []), ...(details.length > 0 ? [toggleAction('Details', detailsId)] : [])];
  const entities = mentionEntities(phrasesOf([...document.blocks, ...details]));
  const json: AdaptiveCard = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: 'en',
    fallbackText: phraseText(document.summary),
    speak: phraseText(document.summary),
    msteams: entities.length > 0 ? { width: 'Full', entities } : { width: 'Full' },
    body: [
      textBlock(phraseMarkdown(document.title), { style: 'heading', size: 'Large', weight: 'Bolder' }),
      ...document.blocks.map(drawBlock),
      ...(details.length > 0
        ? [{ type: 'Container' as const, id: detailsId, isVisible: false, items: details.map(drawBlock) }]
        : []),
    ],
    ...(actions.length > 0 ? { actions } : {}),
  };
  return { json, text: textTwin(document) };
}

const looks: Readonly<Record<Tone, Look>> = {
  plain: {},
  quiet: { size: 'Small', isSubtle: true },
  good: { color: 'Good' },
  bad: { color: 'Attention' },
};

function drawBlock(block: Block): CardElement {
  switch (block.kind) {
    case 'state':
      return badge(block.text, block.style);
    case 'section':
      return textBlock(escapeMarkdown(block.title), { size: 'Medium', weight: 'Bolder', spacing: 'Medium' });
    case 'paragraph':
      return textBlock(phraseMarkdown(block.text), looks[block.tone ?? 'plain']);
    case 'row':
      return textBlock(`**${escapeMarkdown(block.label)}:** ${phraseMarkdown(block.value)}`, {
        spacing: 'Small',
        ...looks[block.tone ?? 'plain'],
      });
    case 'item':
      return textBlock(phraseMarkdown(block.text), { spacing: 'None', ...looks[block.tone ?? 'plain'] });
    case 'command':
      return codeBlock(block.line);
    case 'progress':
      return progressBar(block.done, block.of, block.said);
    case 'trend':
      return lineChart(block);
  }
}

function phrasesOf(blocks: readonly Block[]): readonly Phrase[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph' || block.kind === 'item') return [block.text];
    return block.kind === 'row' ? [block.value] : [];
  });
}
