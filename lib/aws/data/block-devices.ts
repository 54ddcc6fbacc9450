import type { Resource } from '../../model/entity';
import type { Value } from '../../model/value';

/** What the root device is called: by what an AMI says, one of these. */
const ROOT = /^(\/dev\/(sda1?|xvda1?)|xvda1?)$/;

/** Whether a block device mapping makes a volume of its own beside that of the system. */
export const isDataDevice = (mapping: Value): boolean =>
  mapping.get('Ebs').isPresent && !mapping.get('DeviceName').matches(ROOT);

/** Volumes that are made together with an instance, besides that of the system. */
export const dataDevices = (instance: Resource): Value[] =>
  instance.get('BlockDeviceMappings').items().filter(isDataDevice);
