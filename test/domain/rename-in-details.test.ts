import { renameInDetails } from '../../domain/rename-in-details';

describe('rename in details', () => {
  it('gives one name for another wherever it stands, and leaves the rest', () => {
    const details = { file: 'a1.zip', where: 'a1.zip/model of a1.zip', count: 3, whole: true };
    expect(renameInDetails(details, 'a1.zip', 'my $& file.zip')).toEqual({
      file: 'my $& file.zip',
      where: 'my $& file.zip/model of my $& file.zip',
      count: 3,
      whole: true,
    });
  });
});
