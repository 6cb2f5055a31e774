/** Shell text before a call of nft in a look. nft would load the module, and a look must change nothing. A kernel may have nftables built in. */
export const ifNftables = `{ [ ! -d /sys/module/nf_tables ] && ! grep -qs '/nf_tables.ko' "/lib/modules/$(uname -r)/modules.builtin"; } ||`;
