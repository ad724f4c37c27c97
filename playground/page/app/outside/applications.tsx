import { useId, useState } from 'preact/hooks';
import type { OutsideState } from '../../wire/outside';
import { DeedButton } from './deed-button';
import { mostApplications, saySend, whyNot, whyNotSo } from './why-not';

const standard = '1500';

/** How many people apply, and the button that lets them. */
export function Applications(properties: { readonly outside: OutsideState; readonly act: (count: number) => void }) {
  const { outside, act } = properties;
  const [typed, type] = useState(standard);
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
        primary
        title={saySend(count)}
        whyNot={whyNot('applications', outside) ?? whyNotSo(count)}
        act={() => act(count)}
      />
    </div>
  );
}
