import type { Environment } from '../../../wire/overview';
import { sayCount } from '../words/say-count';
import { sayFigure } from '../words/say-figure';
import { sayInstant } from '../words/say-instant';
import { sayMark } from './place-marks';
import { listWindows } from './select-windows';

/** The chart as a table, for who reads numbers or cannot see it; the newest window first. */
export function KsNumbers({ environment }: { readonly environment: Environment }) {
  const windows = listWindows(environment).toReversed();
  return (
    <details class="panel-numbers">
      <summary>Numbers</summary>
      <div class="panel-scroll" tabIndex={0} role="region" aria-label="KS of each window in numbers">
        <table>
          <thead>
            <tr>
              {['Window', 'Version', 'KS', 'Interval', 'Agreed', 'State', 'Rows', 'Events', 'AUC', 'Scored until'].map(
                (title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {windows.map((evaluation) => (
              <tr key={evaluation.window}>
                <th scope="row">w{evaluation.window}</th>
                <td>{evaluation.version}</td>
                <td>{sayOrNone(evaluation.ks)}</td>
                <td>
                  {evaluation.low === null ? 'none' : `${sayFigure(evaluation.low)} to ${sayOrNone(evaluation.high)}`}
                </td>
                <td>{sayOrNone(evaluation.threshold)}</td>
                <td>{evaluation.stateWords}</td>
                <td>{sayCount(evaluation.rows)}</td>
                <td>{sayCount(evaluation.events)}</td>
                <td>{sayOrNone(evaluation.auc)}</td>
                <td>{sayInstant(evaluation.to)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {environment.marks.length > 0 && (
        <ul>
          {environment.marks.map((mark) => (
            <li key={`${mark.kind} ${mark.name}`}>
              {sayInstant(mark.at)}: {mark.kind} {sayMark(mark)}
              {mark.kind === 'retraining' && `, which made ${mark.version}`}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

function sayOrNone(value: number | null): string {
  return value === null ? 'none' : sayFigure(value);
}
