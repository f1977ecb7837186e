int annals_bare_version(void);
