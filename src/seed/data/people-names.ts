/** Given and family names by country; combinations are invented, likeness to anybody is chance. */
const names: Record<string, [given: string, family: string]> = {
  AT: ['Johanna Lukas Theresa Matthias Katharina Florian Magdalena Stefan', 'Haslinger Brandstätter Ebner Lechner Pichler Stadlober Wallner Gruber'],
  BE: ['Lotte Thibault Elke Maxime Nele Olivier Sofie Wout', 'Vandermeulen Lejeune Desmet Goossens Renard Claessens Dumont Verhoeven'],
  BG: ['Desislava Kaloyan Radostina Plamen Teodora Ivaylo Gergana Stoyan', 'Dragneva Velchev Karastoyanova Mihov Todorova Banev Ruseva Kolarov'],
  CH: ['Seraina Beat Noémie Reto Flurina Yannick Corinne Urs', 'Zgraggen Bühler Favre Caduff Amstutz Rochat Liechti Bernasconi'],
  CY: ['Eleni Marios Despo Andreas Chrystalla Panikos', 'Hadjicosta Kyriakides Pavlou Savvides Theocharous Nikolaou'],
  CZ: ['Markéta Ondřej Veronika Radek Kateřina Vojtěch Zdeňka Tomáš', 'Vrbová Hejl Kubešová Doležal Šimková Kratochvíl Mrázová Zeman'],
  DE: ['Friederike Jonas Annika Burak Mareike Henning Svenja Tobias Lena Cem', 'Oltmann Ritterbusch Yildirim Feddersen Grabowski Kessler Nowotny Bruckner Aydin Wiegand'],
  DK: ['Signe Rasmus Astrid Emil Karoline Jeppe Maja Troels', 'Skovgaard Holmboe Thygesen Bruun Kjeldsen Lund Vestergaard Riis'],
  EE: ['Liisi Rasmus Kadri Tanel Maarja Siim', 'Kallaste Põldmaa Vaher Sepp Tammsaar Raudsepp'],
  ES: ['Itziar Álvaro Nuria Joan Rocío Iker Montserrat Gonzalo', 'Arrieta Benavente Cabrerizo Ferrer Lozano Etxaniz Puig Villaverde'],
  FI: ['Aino Ville Sanna Eero Outi Tuomas', 'Kivelä Rantanen Laukkanen Salmela Hietala Koskimies'],
  FR: ['Maëlle Quentin Aïcha Bastien Clémence Malo Océane Karim', 'Le Goff Marchetti Benali Rousselot Delattre Kermarrec Faure Haddad'],
  GR: ['Katerina Stavros Danae Lefteris Myrto Nikos Ioanna Petros', 'Andriopoulou Sarantis Vlachou Manolakis Petridou Galanis Roussou Tsakiris'],
  HR: ['Ivana Domagoj Lucija Tin Marija Hrvoje', 'Kovačić Vuković Matijević Babić Perković Jurić'],
  HU: ['Zsófia Bence Eszter Gergő Réka Ádám', 'Szentesi Fazekas Bodnár Kárpáti Lendvai Halmos'],
  IE: ['Aoife Cormac Niamh Diarmuid Gráinne Eoin', 'Ní Bhriain Hennigan Tierney Ó Murchú Considine Lalor'],
  IS: ['Guðrún Ari Sigríður Einar Katla Jökull', 'Hallsdóttir Magnússon Ragnarsdóttir Steinsson Arnardóttir Bjarkason'],
  IT: ['Chiara Lorenzo Giulia Davide Ilaria Matteo Francesca Riccardo', 'Bertolini Sardelli Fumagalli Grieco Montanari Zambelli Cattaneo Rinaldi'],
  LT: ['Eglė Mantas Rūta Vytautas Gabija Tomas', 'Stankevičiūtė Bagdonas Žukaitė Petrauskas Navickaitė Jonaitis'],
  LU: ['Joëlle Luc Martine Gilles Tania Pol', 'Schroeder Weyland Kieffer Thill Hoffmann Reding'],
  LV: ['Ilze Mārtiņš Zane Kaspars Dace Edgars', 'Ozoliņa Kalniņš Liepa Bērziņš Vītola Krūmiņš'],
  MT: ['Marija Ġorġ Rebecca Luke Stefania Karl', 'Zerafa Buttigieg Camenzuli Attard Spagnol Mifsud'],
  NL: ['Marieke Sjoerd Fenna Bas Yasmina Pieter Anouk Joris', 'van der Linde Hoekstra El Amrani Kuipers Brouwer Dijkstra Postma Veldkamp'],
  NO: ['Ingrid Håkon Solveig Eirik Marit Sondre', 'Nygård Bakken Haugland Tveit Lindseth Myklebust'],
  PL: ['Agnieszka Michał Kinga Paweł Zofia Bartosz Joanna Krzysztof', 'Wrońska Lisowski Malinowska Zieliński Kaczmarczyk Sadowska Górski Pietrzak'],
  PT: ['Beatriz Tiago Leonor Rui Matilde Duarte', 'Quintela Sampaio Barros Figueira Meireles Tavares'],
  RO: ['Ioana Vlad Anca Mihnea Ruxandra Cosmin', 'Dumitrescu Moldovan Stănescu Ardelean Vasilescu Codreanu'],
  SE: ['Elsa Gustav Linnea Oskar Malin Viktor', 'Hedlund Bergqvist Sandström Lindahl Åkesson Nordin'],
  SI: ['Maja Rok Nika Gašper Tjaša Blaž', 'Zupančič Kranjc Hočevar Potočnik Vidmar Oblak'],
  SK: ['Zuzana Marek Lenka Juraj Simona Peter', 'Hudáková Kováčik Bartošová Mikuš Šebová Ďurica'],
  UA: ['Oksana Taras Iryna Bohdan Larysa Andriy', 'Kovalenko Shevchuk Melnyk Hrytsenko Bondar Lysenko'],
}; // prettier-ignore

/** Given and family names of a country, as lists; a family name may have two words. */
export function namesOf(country: string): { given: string[]; family: string[] } {
  const [given, family] = names[country] ?? names['DE']!;
  return { given: given.split(' '), family: splitFamilies(family) };
}

const prefixes = new Set(['Le', 'Ní', 'Ó', 'El', 'van', 'der']);

function splitFamilies(text: string): string[] {
  const families: string[] = [];
  let open = '';
  for (const word of text.split(' ')) {
    open = open === '' ? word : `${open} ${word}`;
    if (prefixes.has(word)) continue;
    families.push(open);
    open = '';
  }
  return families;
}

export const namedCountries = Object.keys(names);
