/** An event that is about to happen on a machine. */
export interface Deed {
	/** Begins the event. */
	begin(): Promise<void>;
	/** Takes it back, even if `begin` was not finished. */
	end(): Promise<void>;
	/** Whether it lasts until `end`. If not, it is over when `begin` has returned. */
	readonly lasts: boolean;
	/** What it does: `rs2 stands still`. */
	readonly says: string;
	/** The command by which a person takes it back. */
	readonly byHand: string;
}
