import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createExchange, type Exchange } from '../../activities/training/exchange/create-exchange';
import { isCalledOff } from '../../activities/training/is-called-off';
import { createJobTrainer } from '../../activities/training/kubernetes/create-job-trainer';
import type { Database } from '../../database/database';
import { StewardError } from '../../domain/errors';
import type { Trainer } from '../../domain/ports/trainer';
import type { JobTrainerSpec } from '../../domain/retraining/policy';
import type { SettingsOf } from '../../formats/settings/parse-settings';

type TrainerSettings = Pick<
  SettingsOf<'builder'>,
  | 'STEWARD_DATASETS_DIR'
  | 'STEWARD_EXCHANGE_LISTEN'
  | 'STEWARD_EXCHANGE_URL'
  | 'STEWARD_GATEWAY_IMAGE'
  | 'STEWARD_KUBECONFIG'
>;

export function createBuilderExchange({ STEWARD_DATASETS_DIR: directory }: TrainerSettings): Exchange {
  return createExchange({ directory: path.resolve(directory), now: Date.now, randomBytes });
}

/** Trainers that are images, if the settings say all that they need. */
export function createJobTrainers(settings: TrainerSettings, database: Database): (spec: JobTrainerSpec) => Trainer {
  const exchange = createBuilderExchange(settings);
  return (spec) => {
    const kubeconfig = settings.STEWARD_KUBECONFIG;
    need('STEWARD_EXCHANGE_LISTEN');
    return createJobTrainer(spec, {
      cluster: kubeconfig === undefined ? {} : { kubeconfig },
      exchange,
      exchangeUrl: need('STEWARD_EXCHANGE_URL'),
      carrierImage: need('STEWARD_GATEWAY_IMAGE'),
      isCalledOff: (retraining) => isCalledOff(database, retraining),
      now: Date.now,
      // Not the activity's own: what a cancelled training leaves is removed after it was cancelled.
      pause: (ms) => wait(ms),
      randomBytes,
    });
  };

  function need(setting: keyof TrainerSettings): string {
    const value = settings[setting];
    if (value === undefined) throw new StewardError('setting_missing_for_trainer', { setting });
    return value;
  }
}
