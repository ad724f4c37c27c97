import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import type { ProjectFile } from '../../domain/project';
import type { RetrainingPolicy } from '../../domain/retraining/policy';
import type { MonitoringSection, RetrainingSection } from './schema';
import { toTrainer } from './trainer';

/** The monitoring section with its defaults; without `environments` the leading one is judged. Adds to `problems`. */
export function toMonitoring(
  section: MonitoringSection,
  environments: ProjectFile['environments'],
  problems: string[],
): MonitoringPolicy | undefined {
  const names = Object.keys(environments);
  const judged = section.environments ?? names.filter((name) => environments[name]?.leading);
  const unknown = judged.filter((name) => !names.includes(name));
  for (const name of unknown)
    problems.push(`monitoring.environments: "${name}" is not among the environments: ${names.join(', ')}`);
  const window = toWindow(section.window, problems);
  if (window === undefined || unknown.length > 0) return undefined;
  return {
    environments: [...new Set(judged)],
    everyMs: section.every,
    window,
    maturityMs: section.maturity,
    patienceMs: section.patience ?? section.maturity,
    coverage: section.coverage,
    threshold: section.threshold,
    margin: section.margin,
    minimumEvents: section.minimumEvents,
    consecutive: section.consecutive,
  };
}

function toWindow(
  { rows, time }: MonitoringSection['window'],
  problems: string[],
): MonitoringPolicy['window'] | undefined {
  if (rows !== undefined && time === undefined) return { kind: 'rows', rows };
  if (time !== undefined && rows === undefined) return { kind: 'time', ms: time };
  problems.push('monitoring.window: give either rows (such as 1490) or time (such as 30 days)');
  return undefined;
}

export function toRetraining(
  section: RetrainingSection,
  environments: ProjectFile['environments'],
  monitored: boolean,
  problems: string[],
): RetrainingPolicy | undefined {
  if (!monitored) {
    problems.push('retraining: needs a monitoring section, as it learns from judged windows; add monitoring:');
    return undefined;
  }
  const { deadline, coolDown, budget, trainer: given, ...rest } = section;
  const trainer = given && toTrainer(given, environments, problems);
  return {
    ...rest,
    ...(trainer === undefined ? {} : { trainer }),
    deadlineMs: deadline,
    coolDownMs: coolDown,
    budget: { attempts: budget.attempts, withinMs: budget.within },
  };
}
