import { useState } from 'preact/hooks';
import type { OutsideState } from '../../wire/outside';
import { GuideWords } from '../guide/guide-words';
import { StepButtons } from '../guide/step-buttons';
import { useStep } from '../guide/use-step';
import { counted, sayCount } from '../panel/words/say-count';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';
import { Applications, usualApplications } from './applications';
import { DeedButton } from './deed-button';
import { DriftSlider } from './drift-slider';
import { OutsideLog } from './outside-log';
import { useDeed } from './use-deed';
import { countWaiting, whyNot, whyNotSo } from './why-not';

/** Plays what no bank can play on a laptop: the people who apply, what becomes of them, and what breaks. */
export function OutsideDrawer() {
  const store = useStore();
  const outside = usePart((state) => state.outside);
  const open = usePart((state) => state.isWorldOpen);
  return (
    <section class="outside" aria-labelledby="outside-title" data-open={open}>
      <h2 id="outside-title">
        <button aria-expanded={open} aria-controls="outside-body" onClick={() => store.set({ isWorldOpen: !open })}>
          <span aria-hidden="true" class="outside-arrow" />
          The world outside
          {outside !== null && <span class="outside-count">{counted(outside.sent, 'applicant')}</span>}
        </button>
      </h2>
      <div id="outside-body" class="outside-body" hidden={!open}>
        {outside === null ? <NoWorld /> : <World outside={outside} />}
      </div>
    </section>
  );
}

function NoWorld() {
  return (
    <p class="outside-quiet">
      From here you will send applications, tell what became of the people, let the world drift, and break things. It is
      there when Steward was started by <code>npm start</code>.
    </p>
  );
}

function World({ outside }: { readonly outside: OutsideState }) {
  const { failure, act } = useDeed();
  const step = useStep();
  const [typed, type] = useState(usualApplications);
  const { drift, log, busy } = outside;
  const waiting = countWaiting(outside);
  const reason = whyNot('applications', outside) ?? whyNotSo(Number(typed));
  // What comes and goes stands below the controls, so that none moves under somebody's finger.
  return (
    <>
      <Applications
        outside={outside}
        typed={typed}
        type={type}
        isNext={step.deed === 'applications'}
        act={(n) => void act('applications', { n })}
      />
      <div class="outside-row">
        <DeedButton
          isNext={step.deed === 'outcomes'}
          title={waiting === 0 ? 'Deliver outcomes' : `Deliver ${counted(waiting, 'outcome')}`}
          whyNot={whyNot('outcomes', outside)}
          act={() => void act('outcomes', { share: 1 })}
        />
      </div>
      <DriftSlider drift={drift} isNext={step.deed === 'drift'} change={(wanted) => act('drift', { drift: wanted })} />
      <Breaking outside={outside} act={(path, body) => void act(path, body)} />
      {busy !== null && <Busy busy={busy} />}
      {failure !== '' && (
        <p class="outside-failure" role="alert">
          {failure}
        </p>
      )}
      {busy === null && reason !== undefined && <p class="outside-quiet">{reason}</p>}
      <div class="outside-next">
        <p>
          <strong>Next:</strong> <GuideWords text={step.words} />
        </p>
        <StepButtons step={step} isInWorld />
      </div>
      <OutsideLog log={log} />
    </>
  );
}

interface BreakingOf {
  readonly outside: OutsideState;
  readonly act: (path: string, body: unknown) => void;
}

function Breaking({ outside, act }: BreakingOf) {
  return (
    <div class="outside-row">
      <DeedButton title="Break the model server" whyNot={whyNot('break', outside)} act={() => act('break', {})} />
      <DeedButton title="Cut the database for 10 s" whyNot={undefined} act={() => act('cut', { seconds: 10 })} />
    </div>
  );
}

function Busy({ busy }: { readonly busy: NonNullable<OutsideState['busy']> }) {
  return (
    <p class="outside-busy">
      <progress max={busy.of} value={busy.done} aria-label={busy.what} /> {sayCount(busy.done)} of {sayCount(busy.of)}
    </p>
  );
}
