import { regionByCondition, regionOf } from '../../lib/aws/regions/regions';
import type { Resource } from '../../lib/model/entity';
import type { Test } from '../../lib/model/expectation';
import type { Property } from '../../lib/model/property';
import { fail, rule } from '../../lib/rule';

/** Where the types that start instances or build images take an image. */
const IMAGES: { readonly [type: string]: readonly string[] } = {
  'AWS::EC2::Instance': ['ImageId'],
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateData.ImageId'],
  'AWS::EC2::SpotFleet': ['SpotFleetRequestConfigData.LaunchSpecifications[].ImageId'],
  'AWS::AutoScaling::LaunchConfiguration': ['ImageId'],
  'AWS::ImageBuilder::ImageRecipe': ['ParentImage'],
  'AWS::ImageBuilder::ContainerRecipe': ['InstanceConfiguration.Image'],
  'AWS::EMR::Cluster': ['CustomAmiId'],
  'AWS::Batch::ComputeEnvironment': [
    'ComputeResources.ImageId',
    'ComputeResources.Ec2Configuration[].ImageIdOverride',
  ],
  'AWS::OpsWorks::Instance': ['AmiId'],
  'AWS::Cloud9::EnvironmentEC2': ['ImageId'],
};

const BEANSTALK = ['AWS::ElasticBeanstalk::Environment', 'AWS::ElasticBeanstalk::ConfigurationTemplate'];

export default rule({
  id: 'no-hardcoded-ami-ids',
  title: 'Image ids are looked up per Region instead of written into the template',
  severity: 'error',
  control: 'REGION-PORTABLE',
  resources: [...Object.keys(IMAGES), ...BEANSTALK],
  why: 'An AMI id exists in one Region only: anywhere else the stack cannot be created, and everywhere the image stays what it was that day.',
  fix: 'Take the image from an SSM public parameter (AWS::SSM::Parameter::Value<AWS::EC2::Image::Id> or {{resolve:ssm:/aws/service/…}}), or from a mapping by AWS::Region.',
  docs: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html',
  ],

  check: (resource) => [
    ...(IMAGES[resource.type] ?? []).flatMap((path) =>
      resource
        .all(path)
        .filter(mentionsAmi)
        .map((image) => image.expect(isLookedUp(resource))),
    ),
    ...beanstalkImages(resource),
  ],

  checkTemplate: (template) =>
    [...template.parameters.values()]
      .filter(({ variable }) => AMI.test(variable.default ?? ''))
      .map((parameter) =>
        parameter
          .attribute('Default')
          .expect(({ literal }) =>
            fail(`by default this is ${literal}, ${ONE_REGION}`, { severity: 'warning' }),
          )
          .unless(() => parameter.variable.given !== undefined),
      ),
});

const mentionsAmi = (property: Property): boolean => property.mentions(AMI);

/** One of zeros only is no image: it marks the place of one. */
const AMI = /^ami-(?!0+$)(?:[0-9a-f]{8}|[0-9a-f]{17})(?![0-9a-f])/;
const ONE_REGION = 'an image of one Region: use an SSM public parameter or a mapping by Region';

/** Literals of mappings are fine, those of parameters are told at the parameter. */
const isLookedUp =
  ({ template }: Resource): Test =>
  ({ parts: [id] }) =>
    id?.kind === 'literal' && id.origin === 'template' && AMI.test(id.text) && !regionByCondition(template)
      ? // An image that CDK looked up for the stack's own Region is written as a literal.
        fail(`${id.text} is ${ONE_REGION}`, regionOf(template) ? { severity: 'warning' } : {})
      : undefined;

const beanstalkImages = (resource: Resource) =>
  (BEANSTALK.includes(resource.type) ? resource.all('OptionSettings[]') : [])
    .filter(mentionsAmi)
    .map((option) =>
      option
        .property('Value')
        .expect(isLookedUp(resource))
        .when(() => isImageId(option)),
    );

const isImageId = ({ value }: Property): boolean =>
  value.get('Namespace').is('aws:autoscaling:launchconfiguration') && value.get('OptionName').is('ImageId');
