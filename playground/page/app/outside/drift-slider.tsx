import { useEffect, useId, useState } from 'preact/hooks';
import { sayDrift } from './say-drift';

interface DriftSliderOf {
  readonly drift: number;
  /** What the guide says to do next. */
  readonly isNext: boolean;
  readonly change: (drift: number) => Promise<boolean>;
}

/** How far the world drifts; told when the handle is let go, not on the way. */
export function DriftSlider({ drift, isNext, change }: DriftSliderOf) {
  const [held, hold] = useState<number>();
  const id = useId();
  const shown = held ?? drift;
  useEffect(() => hold(undefined), [drift]);
  const letGo = async (wanted: number): Promise<void> => {
    if (!(await change(wanted))) hold(undefined);
  };
  return (
    <div class="outside-drift" data-is-next={isNext}>
      <label for={id}>
        Drift <strong>{shown.toFixed(2)}</strong>
      </label>{' '}
      <span class="outside-quiet">{sayDrift(shown)}</span>
      <input
        id={id}
        data-next={isNext}
        type="range"
        min="0"
        max="1"
        step="0.05"
        value={shown}
        aria-valuetext={`${shown.toFixed(2)}, ${sayDrift(shown)}`}
        onInput={({ currentTarget }) => hold(currentTarget.valueAsNumber)}
        onChange={({ currentTarget }) => void letGo(currentTarget.valueAsNumber)}
      />
    </div>
  );
}
