/** Why a host is not touched: what was seen there, and the way out. */
export interface Reason {
	readonly saw: string;
	readonly advice: string;
}
