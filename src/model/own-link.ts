/**
 * The device by which clients and directors reach a host, whatever its name: in a desired state it stands in place of a device. Otherwise a desired state only
 * names devices that the kernel names (`lo`, `tunl0`). So it cannot be confused with a device that somebody calls `link`.
 */
export const ownLink = "link";
export type OwnLink = typeof ownLink;
