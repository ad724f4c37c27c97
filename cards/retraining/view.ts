import { retrainingName } from '../../domain/ids';
import type { ServingRecord } from '../../domain/release/release';
import type { Retraining } from '../../domain/retraining/retraining';
import { cutText } from '../elements/cut-text';
import type { People } from '../words/people';

/** All that the card of a retraining is made from. */
export interface RetrainingView {
  readonly retraining: Retraining;
  /** The project as people call it. */
  readonly title: string;
  readonly people: People;
  /** What the environment serves now. */
  readonly serving?: ServingRecord;
  /** Whether somebody may still ask for the release of what was registered: nobody has, and it does not serve. */
  readonly mayRequestRelease: boolean;
  /** What a reader must know, from the model card of the registered version. */
  readonly limits: readonly string[];
  readonly intendedUse?: string;
  /** The command that shows the whole record where the card has to cut, such as `retraining t5`. */
  readonly fullRecord: string;
}

/** Names from outside, short enough to stand in every sentence. */
export interface RetrainingNames {
  readonly project: string;
  readonly environment: string;
  /** `t5` */
  readonly retraining: string;
  /** The registered version, if there is one. */
  readonly version: string;
}

const nameBytes = 48;

export function retrainingNames({ retraining, title }: RetrainingView): RetrainingNames {
  return {
    project: cutText(title, nameBytes),
    environment: cutText(retraining.environment, nameBytes),
    retraining: retrainingName(retraining.number),
    version: cutText(retraining.version ?? 'no version', nameBytes),
  };
}
