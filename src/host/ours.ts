/** What is ours on a host: by the records of our roles there, and what this role declares. A name proves nothing, as an operator may call things as we do. */
export interface Ours {
	/** Paths of whole files. */
	readonly files: ReadonlySet<string>;
	/** Things that nobody but us makes, in the words of a record: `nftables lvs-web`. */
	readonly made: ReadonlySet<string>;
}

/** For a host without a role of ours. */
export const nothingOurs: Ours = { files: new Set(), made: new Set() };

/** @param file its name: `lvs-web-health.service` */
export function isOurUnit({ files }: Ours, file: string): boolean {
	return files.has(`/etc/systemd/system/${file}`);
}
