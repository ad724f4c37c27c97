import { readFileSync } from 'node:fs';
import { leadingEnvironment } from '../../../domain/project';
import { may } from '../../../domain/permissions';
import { parseProjectFile } from '../../../formats/project-file/parse-project-file';
import { sampleWorkplace } from '../../../playground/connector/sample-workplace';
import { sampleProjectFile } from '../../../playground/sample/prepare-sample';

describe('sample project', () => {
  const file = parseProjectFile(readFileSync(sampleProjectFile, 'utf8'));
  const idOf = (name: string): string =>
    sampleWorkplace.people.find((person) => person.name.startsWith(name))?.objectId ?? '';

  it('names the people of the stand-in by their directory object ids, and gives the guest nothing', () => {
    for (const { objectId, name } of sampleWorkplace.people)
      if (!name.startsWith('Sam')) expect(file.people[objectId]).toBe(name);
    expect(Object.keys(file.people)).toHaveLength(sampleWorkplace.people.length - 1);
    expect(may(file, idOf('Sam'), 'status')).toBe(false);
  });

  it('has two places to release to, of which production leads', () => {
    expect(Object.keys(file.environments)).toEqual(['staging', 'production']);
    expect(leadingEnvironment(file)).toBe('production');
  });

  it('lets the data scientist deploy and, of what others made, approve; rolling back is for leaders and operators', () => {
    expect(may(file, idOf('Dana'), 'deploy')).toBe(true);
    expect(may(file, idOf('Dana'), 'approve')).toBe(true);
    expect(may(file, idOf('Dana'), 'rollback')).toBe(false);
    expect(may(file, idOf('Lena'), 'approve')).toBe(true);
    expect(may(file, idOf('Ivo'), 'rollback')).toBe(true);
    expect(may(file, idOf('Amira'), 'approve')).toBe(false);
  });
});
