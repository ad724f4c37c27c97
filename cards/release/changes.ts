import { type Block, paragraph, section } from '../document';
import { code, say } from '../elements/phrase';
import { differenceBlocks } from '../words/differences';
import { counted } from '../words/count';
import { type ReleaseView, replaced, versionName } from './view';

/** What clients would notice: breaking differences of the contract first and marked, then the others. */
export function changeBlocks(view: ReleaseView): Block[] {
  const contract = view.release.evidence?.contract;
  return contract ? [section('What changes for clients'), ...tellChanges(view, contract)] : [];
}

type Changes = NonNullable<ReleaseView['release']['evidence']>['contract'];

function tellChanges(view: ReleaseView, contract: Changes): Block[] {
  const before = replaced(view);
  const inputs = counted(contract.inputs, 'input');
  if (!before) return [paragraph(say`Nothing serves there yet: clients start with a contract of ${inputs}.`)];
  if (contract.breaking.length + contract.changes.length > 0)
    return differenceBlocks(contract, say`type ${code(view.fullRecord)}`);
  const version = versionName(before.version);
  return [paragraph(say`The contract is the one of ${version}, unchanged (${inputs}): clients need to do nothing.`)];
}
