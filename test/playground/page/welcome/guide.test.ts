import { guideStep } from '../../../../playground/page/app/welcome/guide';
import { createOverview, createRelease } from '../chat/examples';
import { serving } from '../panel/examples';

describe('guideStep', () => {
  it('begins while nothing serves and nothing is asked for', () => {
    expect(guideStep(null)).toEqual({ at: 'ask-first' });
    expect(guideStep(createOverview())).toEqual({ at: 'ask-first' });
  });

  it('begins again when a release came to nothing', () => {
    expect(guideStep(createOverview({ release: createRelease('rejected', 'v1') }))).toEqual({ at: 'ask-first' });
  });

  it('follows a release until it serves', () => {
    const release = createRelease('waiting', 'v1');
    expect(guideStep(createOverview({ release }))).toEqual({
      at: 'under-way',
      release: { name: 'r7', version: 'v1', state: 'waiting', requestedBy: 'Dana Okafor' },
    });
    expect(
      guideStep(createOverview({ serving: serving('v1'), release: createRelease('approved', 'v2') })),
    ).toMatchObject({
      release: { version: 'v2', state: 'approved' },
    });
  });

  it('asks for the second model while one served only, and has arrived with the second', () => {
    const release = createRelease('serving', 'v1');
    expect(guideStep(createOverview({ serving: serving('v1'), release }))).toEqual({
      at: 'ask-next',
      serves: 'v1',
    });
    expect(guideStep(createOverview({ serving: serving('v2') }))).toEqual({
      at: 'arrived',
      serves: 'v2',
    });
  });
});
