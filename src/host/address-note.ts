/** What a record says of an address that the host did not have before us. For an address that it had, the record has the device. */
export const noSuchAddress = "absent";

/** Whether an address is on the host because we put it there, by what a record says of it. */
export function isOurs(note: string | undefined): boolean {
	return note === noSuchAddress;
}
