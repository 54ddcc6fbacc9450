import rule from '../../../rules/data-retention/no-automatic-data-deletion';
import { testRule } from '../../rule-tester';

const bucket = { Type: 'AWS::S3::Bucket', Properties: {} };
const provider = 'arn:aws:lambda:eu-west-1:111122223333:function:provider';
const emptier = (properties: object = { BucketName: { Ref: 'Photos' } }) => ({
  Type: 'Custom::S3AutoDeleteObjects',
  Properties: { ServiceToken: provider, ...properties },
});
const role = {
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
};
const handler = (code: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Runtime: 'python3.13',
    Code: { ZipFile: code },
  },
});
const custom = (properties: object = {}) => ({
  Type: 'AWS::CloudFormation::CustomResource',
  Properties: {
    ServiceToken: { 'Fn::GetAtt': ['Handler', 'Arn'] },
    Bucket: { Ref: 'Photos' },
    ...properties,
  },
});
const all = `import boto3
def handler(event, context):
    if event['RequestType'] == 'Delete':
        boto3.resource('s3').Bucket(event['ResourceProperties']['Bucket']).objects.all().delete()`;
const own = `import boto3
def handler(event, context):
    s3 = boto3.client('s3')
    if event['RequestType'] == 'Delete':
        s3.delete_objects(Bucket=event['ResourceProperties']['Bucket'], Delete={'Objects': [{'Key': 'config.json'}]})`;

const saying = [
  ...['CleanBuckets', 'CleanerOfEcr', 'CleanupImage', 'CleanupsOfImages', 'ClearObject', 'DeleteObjects'],
  ...['DeleterOfS3', 'DeletesRepository', 'EmptierOfBucket', 'EmptyingBucket', 'PurgeBucket', 'WipeBucket'],
];
/** What looks for content, and what deletes it, in the words of each SDK. */
const calls = [
  ['list_objects', 'delete_objects'],
  ['list_objects_v2', 'delete_object'],
  ['list_object_versions', 'delete_objects'],
  ['listObjects', 'deleteObjects'],
  ['listObjectsV2', 'deleteObject'],
  ['listObjectVersions', 'deleteObjects'],
  ['ListObjectsCommand', 'DeleteObjectsCommand'],
  ['ListObjectsV2Command', 'DeleteObjectCommand'],
  ['ListObjectVersionsCommand', 'DeleteObjectsCommand'],
  ['bucket.object_versions', 'item.delete'],
  ['bucket.objects.filter', 'item.delete'],
  ['list_images', 'batch_delete_image'],
  ['listImages', 'batchDeleteImage'],
  ['ListImagesCommand', 'BatchDeleteImageCommand'],
] as const;

testRule(rule, {
  pass: {
    'a topic that is called so': {
      Resources: {
        Photos: bucket,
        CleanBuckets: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'Photos' } } },
      },
    },
    'a repository that stays while it is full': { EmptyOnDelete: false },
    'a repository without a word about it': {},
    'a repository that is retained is not emptied': {
      Type: 'AWS::ECR::Repository',
      DeletionPolicy: 'Retain',
      Properties: { EmptyOnDelete: true },
    },
    'a custom resource of another kind': {
      Resources: {
        Photos: bucket,
        Notification: {
          Type: 'Custom::S3BucketNotifications',
          Properties: { ServiceToken: provider, BucketName: { Ref: 'Photos' } },
        },
      },
    },
    'a call of the API deletes one object': {
      Resources: {
        Photos: bucket,
        Config: {
          Type: 'Custom::AWS',
          Properties: {
            ServiceToken: provider,
            Delete:
              '{"service":"S3","action":"deleteObject","parameters":{"Bucket":"photos","Key":"config.json"}}',
          },
        },
      },
    },
    'a custom resource deletes only what it has written itself': {
      Resources: { Photos: bucket, Role: role, Handler: handler(own), Config: custom() },
    },
  },
  fail: {
    'custom resources that say so in every other way': [
      {
        Resources: Object.fromEntries(
          saying.map((id) => [id, { Type: `Custom::${id}`, Properties: { ServiceToken: provider } }]),
        ),
      },
      saying.map((id) => `error ${id} Properties.ServiceToken: ${id} empties what it is for with its stack`),
    ],
    'a custom resource that empties two buckets, of which one matters': [
      {
        Resources: {
          Photos: bucket,
          ArtifactsBucket: bucket,
          EmptyBuckets: {
            Type: 'Custom::EmptyBuckets',
            Properties: { ServiceToken: provider, Buckets: [{ Ref: 'Photos' }, { Ref: 'ArtifactsBucket' }] },
          },
        },
      },
      'error EmptyBuckets Properties.ServiceToken: EmptyBuckets empties Photos, ArtifactsBucket with its stack',
    ],
    'functions of custom resources that delete all in every other way': [
      {
        Resources: {
          Photos: bucket,
          Role: role,
          ...Object.fromEntries(
            calls.flatMap(([list, remove], index) => [
              [`Handler${index}`, handler(`for item in ${list}(): ${remove}(item)`)],
              [`Config${index}`, custom({ ServiceToken: { 'Fn::GetAtt': [`Handler${index}`, 'Arn'] } })],
            ]),
          ),
        },
      },
      calls.map(
        (_, index) =>
          `error Config${index} Properties.ServiceToken: Config${index} empties Photos with its stack`,
      ),
    ],
    'a call of the API deletes a repository with its images': [
      {
        Resources: {
          Images: { Type: 'AWS::ECR::Repository', Properties: {} },
          ForceDelete: {
            Type: 'Custom::AWS',
            Properties: {
              ServiceToken: provider,
              Delete: {
                'Fn::Sub':
                  '{"service":"ECR","action":"deleteRepository","parameters":{"repositoryName":"${Images}","force":true}}',
              },
            },
          },
        },
      },
      'error ForceDelete Properties.ServiceToken: ForceDelete empties Images with its stack',
    ],
    'autoDeleteObjects of CDK': [
      { Resources: { Photos: bucket, Emptier: emptier() } },
      'error Emptier Properties.BucketName: the bucket Photos is emptied with its stack',
    ],
    'autoDeleteObjects outside production': [
      {
        Resources: { Photos: bucket, Emptier: { ...emptier(), Condition: 'IsDev' } },
        Conditions: { IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] } },
      },
      'info Emptier Properties.BucketName when IsDev is true (Stage is dev): the bucket Photos is emptied with its stack',
    ],
    'autoDeleteObjects of a bucket that is not in the template': [
      { Resources: { Emptier: emptier({ BucketName: 'photos' }) } },
      'error Emptier Properties.BucketName: the bucket photos is emptied with its stack',
    ],
    'the artifacts of a pipeline can be built again': [
      {
        Resources: { ArtifactsBucket: bucket, Emptier: emptier({ BucketName: { Ref: 'ArtifactsBucket' } }) },
      },
      'warning Emptier Properties.BucketName: the bucket ArtifactsBucket is emptied with its stack',
    ],
    'autoDeleteImages of CDK': [
      {
        Resources: {
          Images: { Type: 'AWS::ECR::Repository', Properties: {} },
          Emptier: {
            Type: 'Custom::ECRAutoDeleteImages',
            Properties: { ServiceToken: provider, RepositoryName: { Ref: 'Images' } },
          },
        },
      },
      'error Emptier Properties.RepositoryName: the repository Images is emptied with its stack',
    ],
    'a repository that is emptied with its deletion': [
      { EmptyOnDelete: true },
      'error Repository Properties.EmptyOnDelete: EmptyOnDelete deletes all images together with the repository',
    ],
    'a repository that is emptied outside production': [
      { EmptyOnDelete: { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, true] } },
      'info Repository Properties.EmptyOnDelete when IsProd is false (Stage is dev): EmptyOnDelete deletes all images together with the repository',
    ],
    'a custom resource that says so': [
      {
        Resources: {
          Photos: bucket,
          EmptyBucket: {
            Type: 'Custom::EmptyBucket',
            Properties: { ServiceToken: { Ref: 'Provider' }, Bucket: { Ref: 'Photos' } },
          },
        },
      },
      'error EmptyBucket Properties.ServiceToken: EmptyBucket empties Photos with its stack',
    ],
    'the function of a custom resource deletes all objects': [
      { Resources: { Photos: bucket, Role: role, Handler: handler(all), Config: custom() } },
      'error Config Properties.ServiceToken: Config empties Photos with its stack',
    ],
    'a call of the API deletes a secret without its recovery window': [
      {
        Resources: {
          Password: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
          ForceDelete: {
            Type: 'Custom::AWS',
            Properties: {
              ServiceToken: provider,
              Delete: {
                'Fn::Join': [
                  '',
                  [
                    '{"service":"SecretsManager","action":"deleteSecret","parameters":{"SecretId":"',
                    { Ref: 'Password' },
                    '","ForceDeleteWithoutRecovery":true}}',
                  ],
                ],
              },
            },
          },
        },
      },
      'warning ForceDelete Properties.ServiceToken: ForceDelete empties Password with its stack',
    ],
  },
  review: {
    'decided by a parameter': [
      { EmptyOnDelete: { Ref: 'Empty' } },
      'review Repository Properties.EmptyOnDelete: Empty has no default, so it is only known at deployment',
    ],
  },
  options: {
    'outside production': [
      { Resources: { Photos: bucket, Emptier: emptier() } },
      { environment: 'non-production' },
      'info Emptier Properties.BucketName: the bucket Photos is emptied with its stack',
    ],
  },
});
