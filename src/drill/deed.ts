/** An event that is about to happen somewhere. */
export interface Deed {
	/** Brings it about. */
	begin(): Promise<void>;
	/** Takes it back, also where `begin` was not finished. */
	end(): Promise<void>;
	/** Whether it lasts until `end`. If not, it is over when `begin` has returned. */
	readonly lasts: boolean;
	/** What it does: `rs2 stands still`. */
	readonly says: string;
	/** The command by which a person takes it back. */
	readonly byHand: string;
}
