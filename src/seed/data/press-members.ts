/**
 * Companies that press reports of February 2025 named as members of the EU AI Champions Initiative
 * (techmonitor.ai, businessabc.net, noticiasaominuto.com; membership today unverified). They are listed
 * as members and nothing else: no pledge, no request, no score, no person.
 */
export const pressMembers: readonly {
  name: string;
  country: string;
  /** Public LEI, check digits verified; only where known. */
  lei?: string;
}[] = [
  { name: 'Airbus', country: 'NL', lei: 'MINO79WLOO247M1IL051' },
  { name: 'ASML', country: 'NL', lei: '724500Y6DUVHQD6OXN27' },
  { name: 'AXA', country: 'FR' },
  { name: 'BNP Paribas', country: 'FR', lei: 'R0MUWSFPU8MPRO8K5P83' },
  { name: 'CMA CGM', country: 'FR' },
  { name: 'Dassault Systèmes', country: 'FR' },
  { name: 'Deutsche Bank', country: 'DE', lei: '7LTWFZYICNSX8D621K86' },
  { name: 'Deutsche Telekom', country: 'DE' },
  { name: 'E.ON', country: 'DE' },
  { name: 'EDF', country: 'FR' },
  { name: 'Infineon', country: 'DE' },
  { name: 'L’Oréal', country: 'FR' },
  { name: 'Lufthansa', country: 'DE' },
  { name: 'Mercedes-Benz', country: 'DE' },
  { name: 'Orange', country: 'FR' },
  { name: 'SAP', country: 'DE', lei: '529900D6BF99LW9R2E68' },
  { name: 'Siemens', country: 'DE', lei: 'W38RGI023J3WT1HWRP32' },
  { name: 'Spotify', country: 'SE' },
  { name: 'TotalEnergies', country: 'FR' },
  { name: 'Volkswagen', country: 'DE' },
];
