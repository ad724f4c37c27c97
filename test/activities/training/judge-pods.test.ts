import { createFirstSeen } from '../../../activities/training/kubernetes/create-first-seen';
import { judgeJob } from '../../../activities/training/kubernetes/judge-pods';
import { jobSchema, podSchema } from '../../../formats/kubernetes/objects';

const made = '2026-11-26T10:00:00Z';
const job = jobSchema.parse({ metadata: { name: 'hmeq-t5', uid: 'one' } });
const podWhose = (state: object) =>
  podSchema.parse({
    metadata: { name: 'hmeq-t5-x', creationTimestamp: made },
    status: {
      phase: 'Pending',
      initContainerStatuses: [
        { name: 'fetch', state: { terminated: { exitCode: 0 } } },
        { name: 'train', state },
      ],
    },
  });
const waiting = (reason: string) => podWhose({ waiting: { reason, message: 'no such host' } });

/** What is said at so many seconds after the Pod was made. */
function judging() {
  let now = Date.parse(made);
  const firstSeen = createFirstSeen(() => now);
  return (seconds: number, pod: ReturnType<typeof podWhose>) => {
    now = Date.parse(made) + seconds * 1_000;
    return judgeJob(job, [pod], now, firstSeen);
  };
}

const underWay = { state: 'under way' };
const notPulled = {
  state: 'failed',
  failure: { code: 'trainer_image_not_pulled', details: { detail: 'Container train: no such host.' } },
};

describe("a trainer's Job", () => {
  it("a trainer's Job: an image that is not pulled ends it only 20 s after that was first seen, however old its Pod is", () => {
    const at = judging();
    expect(at(300, waiting('ErrImagePull'))).toEqual(underWay);
    expect(at(310, waiting('ImagePullBackOff'))).toEqual(underWay);
    expect(at(319, waiting('ErrImagePull'))).toEqual(underWay);
    expect(at(320, waiting('ImagePullBackOff'))).toEqual(notPulled);
  });

  it("a trainer's Job: what passed counts anew when it comes again, and what is another reason too", () => {
    const at = judging();
    expect(at(300, waiting('ErrImagePull'))).toEqual(underWay);
    expect(at(315, podWhose({ running: {} }))).toEqual(underWay);
    expect(at(330, waiting('ErrImagePull'))).toEqual(underWay);
    expect(at(349, waiting('CreateContainerError'))).toEqual(underWay);
    expect(at(368, waiting('CreateContainerError'))).toEqual(underWay);
    expect(at(369, waiting('CreateContainerError'))).toMatchObject({ failure: { code: 'trainer_container_refused' } });
  });

  it("a trainer's Job: a name that is no image's ends it at once", () => {
    expect(judging()(1, waiting('InvalidImageName'))).toEqual(notPulled);
  });
});
