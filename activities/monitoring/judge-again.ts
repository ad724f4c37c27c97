import { settleOutcomes } from '../../database/outcomes';
import { recordEvaluation } from '../../database/record-evaluation';
import { rangeOf } from '../../database/row-ranges';
import { readWindowRows } from '../../database/window-rows';
import { listWindows } from '../../database/windows';
import { StewardError } from '../../domain/errors';
import type { Window } from '../../domain/monitoring/evaluation';
import type { Look, MonitoringDependencies } from './dependencies';
import { evaluateWindow } from './evaluate-window';
import { foundBy } from './found-by';

/**
 * Evaluates a closed window anew, with what is known now. It is kept and shown, and never counts. Throws `window_changed`
 * when its rows are not those that it was closed with.
 */
export async function judgeAgain(deps: MonitoringDependencies, look: Look, window: Window): Promise<void> {
  const { database } = deps;
  const { project, environment, version } = window;
  const asOf = await settleOutcomes(database, project, deps.now);
  const range = await rangeOf(database, window);
  const rows = await readWindowRows(database, range, window.rows, asOf);
  const { result, rowHash } = await evaluateWindow(deps, version, range, rows, asOf, window);
  if (rowHash !== window.rowHash) throw new StewardError('window_changed', { window: window.number });
  const [newest] = await listWindows(database, { project, environment, version, limit: 1 });
  const found = await foundBy(deps, look, window, asOf);
  const facts = {
    ...({ kind: 'window', window: window.number, result, again: true } as const),
    newest: newest?.number === window.number,
  };
  await database.transaction((tx) => recordEvaluation(tx, { ...found, facts, window, result }));
}
