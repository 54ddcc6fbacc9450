import { opening } from '../../lib/aws/elsewhere';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const EFS = 'AWS::EFS::FileSystem';
const ONE_ZONE = 'AvailabilityZoneName';
const MOUNT_TARGET = 'AWS::EFS::MountTarget';

/** Where FSx is told the deployment type, by the type of file system. */
const DEPLOYMENT: { readonly [type: string]: string } = {
  WINDOWS: 'WindowsConfiguration',
  ONTAP: 'OntapConfiguration',
  OPENZFS: 'OpenZFSConfiguration',
};

export default rule({
  id: 'file-systems-multi-az',
  title: 'File systems outlive the failure of an Availability Zone',
  severity: 'error',
  severityIn: { 'non-production': 'info' },
  control: 'AZ-RESILIENT',
  resources: [EFS, 'AWS::FSx::FileSystem'],
  why: 'What a One Zone file system holds is away with its zone, and may be lost with it. Without a mount target in their own zone, machines in the others depend on the one that has it.',
  fix: 'Leave AvailabilityZoneName out and add a mount target for each zone (EFS), or choose MULTI_AZ_1 or MULTI_AZ_2 (FSx). Scratch data may be waived, with that reason.',
  docs: [
    'https://docs.aws.amazon.com/efs/latest/ug/availability-durability.html',
    'https://docs.aws.amazon.com/efs/latest/ug/accessing-fs.html',
    'https://docs.aws.amazon.com/fsx/latest/WindowsGuide/high-availability-multiAZ.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-fsx-filesystem.html',
  ],

  check: (system) =>
    system.type === EFS
      ? [
          system
            .property(ONE_ZONE)
            .expect((zone) =>
              zone.isPresent
                ? fail(
                    `a One Zone file system: all its data is in one Availability Zone, leave ${ONE_ZONE} out`,
                  )
                : undefined,
            ),
          system
            .attribute('Properties')
            .expect(() => mounted(system))
            .unless(() => system.get(ONE_ZONE).isPresent),
        ]
      : system.property('FileSystemType').expect((type) => deployed(system, type)),
});

/** EFS takes one mount target in each zone, so that two are in two. */
function mounted(system: Resource): Outcome | undefined {
  const targets = system
    .referring(MOUNT_TARGET, 'FileSystemId')
    .filter((one) => one.exists && one.get('FileSystemId').reference?.resource === system);
  const [only, more] = targets.map(({ logicalId }) => logicalId);
  if (only === undefined || more !== undefined) return undefined;
  const open = opening(system);
  return open === undefined
    ? fail(`the file system has a single mount target, ${only}: add one in each other Availability Zone`)
    : review(
        `only ${only} is in the templates, but ${open} may lead to more: confirm that each Availability Zone in use has a mount target`,
      );
}

function deployed(system: Resource, type: Value): Outcome | undefined {
  if (type.is('LUSTRE')) return onItsOwn(system);
  const configuration = Object.keys(DEPLOYMENT).find((name) => type.is(name));
  if (configuration === undefined) return undefined;
  const deployment = system.get(`${DEPLOYMENT[configuration]}.DeploymentType`);
  // Only Windows has a default.
  const kind = deployment.isPresent ? deployment.text : 'SINGLE_AZ_1';
  return kind?.startsWith('SINGLE_AZ')
    ? fail(
        `the file system is in one Availability Zone: DeploymentType is ${deployment.isPresent ? kind : `not set, and the default is ${kind}`}`,
        { at: deployment, severity: 'warning' },
      )
    : undefined;
}

/** Lustre is in one zone always; a bucket keeps what it loads and writes back. */
function onItsOwn(system: Resource): Outcome | undefined {
  const isLinked =
    system.get('LustreConfiguration.ExportPath').isGiven ||
    system.get('LustreConfiguration.ImportPath').isGiven ||
    system.referring('AWS::FSx::DataRepositoryAssociation', 'FileSystemId').some((one) => one.exists);
  return isLinked
    ? undefined
    : fail('FSx for Lustre is in one Availability Zone, and no bucket is linked that keeps its data', {
        severity: 'info',
      });
}
