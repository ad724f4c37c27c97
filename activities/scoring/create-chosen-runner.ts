import type { ScoringRunner } from '../../domain/ports/scoring';
import { chooseScoring } from '../../domain/retraining/choose-scoring';

export interface ChosenRunnerDeps {
  readonly builder: ScoringRunner;
  /** Absent: the settings do not say all that it needs. */
  readonly cluster?: ScoringRunner;
}

/** Each model is scored where `chooseScoring` says. */
export function createChosenRunner({ builder, cluster }: ChosenRunnerDeps): ScoringRunner {
  return {
    score: (order) => {
      const place = chooseScoring(order.target, cluster !== undefined);
      return (place === 'cluster' && cluster ? cluster : builder).score(order);
    },
  };
}
