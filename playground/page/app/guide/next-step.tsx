import { GuideWords } from './guide-words';
import type { Step } from './step';
import { StepButtons } from './step-buttons';

interface NextStepOf {
  readonly step: Step;
  /** Something that the visitor had done here is being done. */
  readonly isBusy: boolean;
  readonly failure: string;
  readonly onRelease: (model: 'first' | 'second') => void;
}

/** What has happened, what is next, and the buttons for it. */
export function NextStep({ step, isBusy, failure, onRelease }: NextStepOf) {
  return (
    <div class="guide" id="guide" tabIndex={-1} data-turn={step.waits === true && !isBusy}>
      <p role="status">
        {isBusy ? (
          'Dana writes in the channel below…'
        ) : (
          <>
            <strong>Next:</strong> <GuideWords text={step.words} />
          </>
        )}
      </p>
      {!isBusy && <StepButtons step={step} onRelease={onRelease} />}
      {failure !== '' && <p role="alert">{failure}</p>}
    </div>
  );
}
