import type { InputSpec } from '../../domain/package/contract';
import type { GoldenRow, PackageManifest } from '../../domain/package/manifest';
import type { ScoreRow } from '../../domain/ports/target';
import { writeRequest } from '../../formats/tensorflow-serving/write-request';

/** One line for a POSIX shell that scores one made-up row at the address, written as the model's types demand. */
export function writeCurl(address: string, manifest: PackageManifest): string {
  const { call, contract, model } = manifest;
  const signature = model.signatures.find(({ name }) => name === call.signature);
  const body = writeRequest(call, contract, [exampleRow(manifest)], signature);
  return `curl -s -H 'Content-Type: application/json' -d ${quote(body)} ${quote(`${address}:${call.method}`)}`;
}

/** The golden row with the fewest missing inputs, which is made up as well, or one out of the contract. */
function exampleRow({ goldenRows, contract }: PackageManifest): ScoreRow {
  const filled = ({ inputs }: GoldenRow): number => Object.values(inputs).filter((value) => value !== null).length;
  const [golden] = [...goldenRows].sort((one, other) => filled(other) - filled(one));
  if (golden !== undefined) return { inputs: golden.inputs };
  return { inputs: Object.fromEntries(contract.inputs.map((input) => [input.name, exampleValue(input)])) };
}

function exampleValue({ type, categories }: InputSpec): number | string {
  return type === 'text' ? (categories?.[0] ?? '') : 1;
}

/** In single quotes nothing means anything to a shell, but the single quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
