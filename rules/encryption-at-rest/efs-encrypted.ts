import { setToTrue } from '../../lib/aws/defaults';
import { rule } from '../../lib/rule';

export default rule({
  id: 'efs-encrypted',
  title: 'EFS file systems are encrypted',
  severity: 'error',
  control: 'ENCRYPTION-AT-REST',
  resources: ['AWS::EFS::FileSystem'],
  why: 'The console encrypts a new file system, CloudFormation does not, and a file system that was created without encryption stays without it.',
  fix: 'Set Encrypted to true, with KmsKeyId for a key of your own. An existing file system is replaced: copy its files first.',
  docs: [
    'https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-efs-filesystem.html#cfn-efs-filesystem-encrypted',
  ],

  check: (fileSystem) =>
    fileSystem.property('Encrypted').expect(setToTrue('the file system is not encrypted')),
});
