/** Our file of settings for the whole NFS server of a host. */
export const nfsSettings = /^\/etc\/nfs\.conf\.d\/lvs-/;
