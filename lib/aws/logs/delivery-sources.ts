import { addToGroup } from '../../add-to-group';
import type { App } from '../../model/app';
import type { Resource } from '../../model/entity';
import { remember } from '../../model/remember';
import { writtenName } from '../named-resources';
import { referringNow } from '../taken-references';

export const DELIVERY_SOURCE = 'AWS::Logs::DeliverySource';
const DELIVERY = 'AWS::Logs::Delivery';

/**
 * The sources of vended logs that take a log of the resource, in the scenario being looked at: they name it in an
 * ARN. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-logs-deliverysource.html
 */
export const deliverySourcesOf = (resource: Resource, logType: RegExp): Resource[] =>
  referringNow(resource, DELIVERY_SOURCE, 'ResourceArn').filter((source) =>
    source.get('LogType').matches(logType),
  );

/** Whether a delivery takes the log on to where it is kept. It names the source by a reference, or by its name. */
export const isDelivered = (source: Resource): boolean => {
  const name = writtenName(source.written('Name'));
  return (
    referringNow(source, DELIVERY, 'DeliverySourceName').length > 0 ||
    (deliveriesByName(source.app).get(name) ?? []).some((delivery) => delivery.exists)
  );
};

const deliveriesByName = remember((app: App) => {
  const byName = new Map<string | undefined, Resource[]>();
  for (const delivery of app.resourcesOf(DELIVERY)) {
    const name = writtenName(delivery.written('DeliverySourceName'));
    if (name !== undefined) addToGroup(byName, name, delivery);
  }
  return byName;
});
