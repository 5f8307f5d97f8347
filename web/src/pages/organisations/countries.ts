/** EU member states, then countries that may take part by association; the API decides which are open. */
export const countryCodes = [
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE'],
  ...['IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
  ...['AL', 'BA', 'CH', 'GB', 'IL', 'IS', 'LI', 'MD', 'ME', 'MK', 'NO', 'RS', 'TR', 'UA', 'XK'],
];
