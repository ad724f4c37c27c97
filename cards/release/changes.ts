import { type Block, paragraph, section } from '../document';
import { code, say, sign } from '../elements/phrase';
import { plural } from '../words/plural';
import { type ListLimits, shortList } from '../words/short-list';
import { type ReleaseView, replaced, versionName } from './view';

/** What clients would notice: breaking differences of the contract first and marked, then the others. */
export function changeBlocks(view: ReleaseView): Block[] {
  const contract = view.release.evidence?.contract;
  if (!contract) return [];
  const { breaking, changes } = contract;
  const before = replaced(view);
  const inputs = plural(contract.inputs, 'input');
  const rest = say`type ${code(view.fullRecord)}`;
  const limits = (entries: number): ListLimits => ({ entries, bytes: 180, rest });
  const title = section('What changes for clients');
  if (!before) return [title, paragraph(say`Nothing serves there yet: clients start with a contract of ${inputs}.`)];
  if (breaking.length + changes.length === 0)
    return [
      title,
      paragraph(
        say`The contract is the one of ${versionName(before.version)}, unchanged (${inputs}): clients need to do nothing.`,
      ),
    ];
  return [
    title,
    ...(breaking.length > 0
      ? [paragraph(say`${plural(breaking.length, 'breaking change')}: clients must change before this serves.`, 'bad')]
      : [paragraph(say`No breaking change: clients can go on as they do.`)]),
    ...shortList(breaking, limits(8), { tone: 'bad', before: say`${sign('✗')}Breaking: ` }),
    ...shortList(changes, limits(6), { before: say`Not breaking: ` }),
  ];
}
