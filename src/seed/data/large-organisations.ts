import type { SeedOrganisation } from './organisations.js';

/** Invented large firms. */
export const largeOrganisations: readonly SeedOrganisation[] = [
  ['Varnhem Kraft', 'AB', 'SE', 'Västerås', ['energy', 'climate'], 'Runs hydro and wind power and the market desk that sells it.'],
  ['Brennhaven Chemie', 'AG', 'DE', 'Bremerhaven', ['materials', 'industry'], 'Makes coatings, catalysts and battery chemicals at seven sites.'],
  ['Lorémont Assurances', 'SA', 'FR', 'Nantes', ['finance', 'climate'], 'Insures farms, homes and ports against weather and flood.'],
  ['Castelvento Aerospazio', 'SpA', 'IT', 'Torino', ['earth', 'mobility'], 'Builds small satellites and regional aircraft structures.'],
  ['Ymerhavn Rederi', 'A/S', 'DK', 'Esbjerg', ['mobility', 'energy'], 'Sails feeder ships and ferries in the North and Baltic Seas.'],
  ['Ostrawena Motor', 'a.s.', 'CZ', 'Ostrava', ['mobility', 'industry'], 'Assembles electric vans and the drive trains for them.'],
  ['Telvarra Comunicaciones', 'SA', 'ES', 'Valencia', ['language', 'security'], 'Operates fixed and mobile networks in four countries.'],
  ['Nordhavet Sjømat', 'ASA', 'NO', 'Ålesund', ['food', 'robotics'], 'Farms and processes salmon and cod along the coast.'],
  ['Vlasmeer Voeding', 'NV', 'NL', 'Zwolle', ['food', 'industry'], 'Produces dairy, plant protein and infant food.'],
  ['Kaltaranta Metsä', 'Oyj', 'FI', 'Kuopio', ['materials', 'food'], 'Grows forest and turns it into board, fibre and lignin.'],
  ['Sofiris Farma', 'AD', 'BG', 'Plovdiv', ['health', 'materials'], 'Develops generics and vaccines for temperate climates.'],
  ['Wisłopol Energetyka', 'SA', 'PL', 'Gdynia', ['energy', 'industry'], 'Supplies heat and power to eleven cities.'],
  ['Alpgrund Bahn', 'AG', 'AT', 'Linz', ['mobility', 'robotics'], 'Maintains tracks, tunnels and rolling stock in the Alps.'],
  ['Lusomarea Energia', 'SA', 'PT', 'Setúbal', ['energy', 'climate'], 'Builds offshore wind and tidal plants on the Atlantic.'],
  ['Scheldemonde Bank', 'NV', 'BE', 'Antwerpen', ['finance', 'security'], 'Banks for ports, traders and small firms.'],
  ['Carpathor Oțel', 'SA', 'RO', 'Galați', ['industry', 'materials'], 'Melts and rolls steel with hydrogen and scrap.'],
  ['Helvessa Life Sciences', 'AG', 'CH', 'Basel', ['health', 'materials'], 'Discovers medicines for rare diseases.'],
  ['Aegiria Telecoms', 'SA', 'GR', 'Patras', ['language', 'security'], 'Connects islands by cable and satellite.'],
  ['Mornac Média', 'SAS', 'FR', 'La Rochelle', ['culture', 'language'], 'Publishes newspapers, radio and school books.'],
]; // prettier-ignore
