import { useId } from 'preact/hooks';
import type { OutsideState } from '../../wire/outside';
import { DeedButton } from './deed-button';
import { mostApplications, saySend, whyNot, whyNotSo } from './why-not';

/** As many as a window of the sample takes. */
export const usualApplications = '1500';

interface ApplicationsOf {
  readonly outside: OutsideState;
  /** What stands in the box. */
  readonly typed: string;
  readonly type: (typed: string) => void;
  readonly isNext: boolean;
  readonly act: (count: number) => void;
}

/** How many people apply, and the button that lets them. */
export function Applications({ outside, typed, type, isNext, act }: ApplicationsOf) {
  const id = useId();
  const count = Number(typed);
  return (
    <div class="outside-row">
      <label class="outside-unseen" for={id}>
        Number of applications
      </label>
      <input
        id={id}
        class="outside-number"
        type="number"
        inputMode="numeric"
        min="1"
        max={mostApplications}
        step="1"
        value={typed}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
      <DeedButton
        isNext={isNext}
        title={saySend(count)}
        whyNot={whyNot('applications', outside) ?? whyNotSo(count)}
        act={() => act(count)}
      />
    </div>
  );
}
