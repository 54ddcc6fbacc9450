import { isDataDevice } from '../../lib/aws/data/block-devices';
import type { Resource } from '../../lib/model/entity';
import { fail, rule } from '../../lib/rule';

const INSTANCE = 'AWS::EC2::Instance';
const LAUNCH_TEMPLATE = 'AWS::EC2::LaunchTemplate';

export default rule({
  id: 'ebs-data-volumes-survive-termination',
  title: 'Data volumes outlive their instance',
  severity: 'warning',
  severityIn: { 'non-production': 'info' },
  control: 'DATA-RETAINED',
  resources: [INSTANCE, LAUNCH_TEMPLATE],
  why: 'An instance is terminated by a change that replaces it, by its stack or by a wrong click, and a volume that was made with it goes too.',
  fix: 'Set DeleteOnTermination to false, or make the volume an AWS::EC2::Volume of its own, with a DeletionPolicy, and attach it.',
  docs: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/preserving-volumes-on-termination.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceBlockDeviceMappingSpecification.html',
  ],

  check: (resource) => {
    const data = resource.type === INSTANCE ? '' : 'LaunchTemplateData.';
    if (resource.type === LAUNCH_TEMPLATE && !isForInstances(resource)) return undefined;
    return resource.all(`${data}BlockDeviceMappings[]`).map((mapping) =>
      mapping.property('Ebs.DeleteOnTermination').expect((isDeleted) => {
        if (!isDataDevice(mapping.value) || isDeleted.is(false)) return undefined;
        const said = isDeleted.isPresent ? 'DeleteOnTermination is true' : 'DeleteOnTermination is not set';
        return fail(
          `the volume ${mapping.value.get('DeviceName').outline} is deleted with its instance: ${said}`,
          // The instance cannot be terminated by mistake.
          resource.get(`${data}DisableApiTermination`).is(true) ? { severity: 'info' } : {},
        );
      }),
    );
  },
});

/** The instances of Auto Scaling groups and fleets come and go; what is to last is not on them. */
const isForInstances = (launchTemplate: Resource): boolean => launchTemplate.referring(INSTANCE).length > 0;
