/**
 * The device by which clients and directors reach a host, whatever its name: in a desired state it stands in place of a device. Beside it
 * stand only devices that the kernel names (`lo`, `tunl0`), so no device that somebody calls `link` is taken for it, nor it for that one.
 */
export const ownLink = "link";
export type OwnLink = typeof ownLink;
