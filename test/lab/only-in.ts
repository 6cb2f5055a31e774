/** The options of a test that `script/campaign NAME` runs, and not every run of the tests. It is printed as skipped, with that command. */
export function onlyIn(campaign: string): { readonly skip: false | string } {
	return {
		skip:
			process.env.CAMPAIGN === campaign ? false : `script/campaign ${campaign}`,
	};
}
