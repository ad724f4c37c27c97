import { type Block, paragraph } from '../document';
import { type Phrase, say, sign } from '../elements/phrase';
import { counted } from './count';
import { shortList } from './short-list';

export interface ContractDifference {
  /** What makes today's clients fail. */
  readonly breaking: readonly string[];
  readonly changes: readonly string[];
}

/** The differences of a contract: the breaking ones first and marked in words. At least one is expected. */
export function differenceBlocks({ breaking, changes }: ContractDifference, rest: Phrase): Block[] {
  return [
    breaking.length > 0
      ? paragraph(say`${counted(breaking.length, 'breaking change')}: clients must change before this serves.`, 'bad')
      : paragraph(say`No breaking change: clients can go on as they do.`),
    ...shortList(breaking, { entries: 8, bytes: 140, rest }, { tone: 'bad', before: say`${sign('✗')}Breaking: ` }),
    ...shortList(changes, { entries: 6, bytes: 140, rest }, { before: say`Not breaking: ` }),
  ];
}
