/** Stands before a look by nft, which would load the module: looking changes nothing. A kernel may have it built in. */
export const ifNftables = `{ [ ! -d /sys/module/nf_tables ] && ! grep -qs '/nf_tables.ko' "/lib/modules/$(uname -r)/modules.builtin"; } ||`;
