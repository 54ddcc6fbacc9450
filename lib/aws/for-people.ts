import type { Resource } from '../model/entity';

/** Whether what stands at a path is there to be read, and makes no difference to what is deployed. */
export const isForPeople = ({ type }: Resource, path: string): boolean =>
  type === 'AWS::CloudWatch::Dashboard' ||
  /(?:^|\.)(?:\w*Description|Comments?|Documentation|DisplayName|\w*Tags|Title|Subject)(?:\.|$)/.test(path);
