import { setToTrue } from '../../lib/aws/defaults';
import { rule } from '../../lib/rule';

export default rule({
  id: 'workspaces-volumes-encrypted',
  title: 'WorkSpaces encrypt their root and user volumes',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::WorkSpaces::Workspace'],
  why: 'A desktop keeps whatever its user downloads and caches; a volume that was launched without encryption cannot be encrypted later.',
  fix: 'Set RootVolumeEncryptionEnabled and UserVolumeEncryptionEnabled to true, and VolumeEncryptionKey to a symmetric key. An existing WorkSpace has to be launched anew.',
  docs: [
    'https://docs.aws.amazon.com/workspaces/latest/adminguide/encrypt-workspaces.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-workspaces-workspace.html',
  ],

  check: (workspace) => [
    workspace.property('RootVolumeEncryptionEnabled').expect(setToTrue('the root volume is not encrypted')),
    workspace.property('UserVolumeEncryptionEnabled').expect(setToTrue('the user volume is not encrypted')),
  ],
});
