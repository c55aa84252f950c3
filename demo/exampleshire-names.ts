/**
 * Names for made-up children: common given names and surnames, put together by chance. Nobody is meant. The lists are
 * told apart by where in the world a family's names are from, so that a class looks like one.
 */
interface Names {
  readonly girls: readonly string[];
  readonly boys: readonly string[];
  readonly surnames: readonly string[];
}

const words = (text: string): readonly string[] => text.split(/\s+/);

const british: Names = {
  girls: words(
    'Amelia Olivia Isla Ava Freya Lily Grace Poppy Evie Rosie Ella Daisy Phoebe Sophie Harriet Matilda Alice Martha Eleanor Imogen Erin Megan Bethan Niamh Orla Chloe Jessica Lucy Molly Hannah Abigail Ruby Scarlett Willow Ivy Elsie Florence Maisie Esme Robyn Nancy Darcie Edith Beatrice Zoe Leah Summer Tilly Heidi Lottie',
  ),
  boys: words(
    'Oliver George Harry Noah Jack Leo Arthur Oscar Charlie Henry Theo Freddie Alfie Archie Thomas William James Joshua Ethan Max Lucas Isaac Daniel Samuel Joseph Toby Finley Harrison Reuben Rory Callum Ewan Rhys Dylan Owen Luke Nathan Ryan Liam Connor Jacob Adam Edward Stanley Ralph Louis Felix Jude Elliot Frank',
  ),
  surnames: words(
    'Ashdown Barker Bell Benson Birch Booth Bradley Brooks Burton Byrne Carter Chapman Clarke Cole Cooper Cox Dale Dawson Dixon Doyle Ellis Farrell Field Fisher Fletcher Foster Fox Gibson Gill Graham Gray Green Hall Harper Harris Hart Harvey Hayes Heath Hill Holt Howell Hudson Hughes Hunt Jenkins Jordan Kelly Kemp Kerr Knight Lamb Lane Lawson Lowe Marsh Mason Mills Moore Morgan Nash Newton Norris Oakley Osborne Page Palmer Parry Pearce Perry Pope Porter Pratt Price Quinn Reeves Reid Rhodes Rowe Russell Sharp Shaw Shields Skelton Slater Stone Sutton Tate Thorne Todd Turner Tyler Vale Wade Walsh Ward Watts Webb Wells Weston Wheeler Wilde Winter Wood Wright Yates York',
  ),
};
const polish: Names = {
  girls: words(
    'Zuzanna Maja Hanna Lena Oliwia Julia Alicja Amelia Gabriela Natalia Elena Ioana Andreea Daria Viktoria',
  ),
  boys: words(
    'Jakub Antoni Szymon Filip Kacper Oliwier Marcel Aleksander Andrei Stefan Matei Luca Nikolas Emil Dominik',
  ),
  surnames: words(
    'Adamczyk Bielski Dudek Dumitru Gorski Ionescu Jankowski Kaminski Kowalczyk Lewandowski Marin Mazur Nowak Pawlak Petrov Popa Rusu Sikora Stan Wolski Zajac',
  ),
};
const southAsian: Names = {
  girls: words('Aisha Fatima Zainab Maryam Khadija Amina Hafsa Sana Iqra Noor Aliza Hira Safa Sumaiya Anaya'),
  boys: words('Muhammad Yusuf Ibrahim Hamza Bilal Zayn Omar Ali Hassan Adam Rayyan Ismail Haris Idris Tahir'),
  surnames: words(
    'Ahmed Akhtar Ali Aziz Begum Choudhury Hussain Iqbal Islam Javed Khan Mahmood Malik Miah Mirza Qureshi Rahman Rashid Shah Siddiqui Uddin',
  ),
};
const indian: Names = {
  girls: words('Anaya Diya Isha Kavya Meera Nisha Priya Riya Saanvi Simran Tara Jasleen Harleen Aanya Pooja'),
  boys: words('Aarav Arjun Dev Ishaan Karan Krish Neel Rohan Rahul Veer Jai Gurpreet Manveer Vihaan Nikhil'),
  surnames: words(
    'Bains Chauhan Desai Dhillon Gill Gupta Joshi Kaur Kumar Mehta Mistry Nair Patel Rai Reddy Sandhu Shah Sharma Singh Thomas Varma',
  ),
};
const african: Names = {
  girls: words('Abena Adaeze Ama Amara Chidera Esther Folake Grace Ifeoma Joy Mercy Naledi Ruth Temi Zuri Hodan'),
  boys: words('Ade Chidi Daniel David Emeka Ifeanyi Joshua Kofi Kwame Samuel Tunde Tobi Elijah Emmanuel Yaw Abdi'),
  surnames: words(
    'Abdi Adeyemi Afolabi Appiah Asante Banda Boateng Danso Diallo Eze Hassan Kamara Mensah Moyo Ncube Nwosu Obi Okafor Osei Owusu Yusuf',
  ),
};
const caribbean: Names = {
  girls: words('Aaliyah Ariana Destiny Imani Jada Kayla Kiara Layla Maya Naomi Nevaeh Renee Shanice Tiana Zara'),
  boys: words('Andre Dante Isaiah Jaden Jayden Jerome Kai Leon Malachi Marcus Micah Omari Theo Tyrell Zion'),
  surnames: words(
    'Bailey Barrett Bennett Blake Brown Campbell Clarke Daley Dixon Edwards Francis Gordon Grant Henry James Lewis Morrison Nelson Powell Reid Simpson',
  ),
};
const eastAsian: Names = {
  girls: words('Chloe Mei Hui Jia Lan Ling Yan Xin Emily Grace Linh Mai Hana Yuki Sophie'),
  boys: words('Wei Jun Ming Hao Jason Ryan Kai Minh Tuan Lucas Ethan Bo Daniel Kevin Haru'),
  surnames: words('Chan Chen Cheung Fong Ho Lam Lau Lee Leung Li Lin Liu Ng Nguyen Tan Tang Tran Wang Wong Wu Zhang'),
};
const arab: Names = {
  girls: words('Amal Dalia Dina Farah Hala Layla Leen Lina Mona Nadia Rania Salma Shirin Yara Zahra'),
  boys: words('Ahmad Amir Fadi Hadi Karim Khalil Mahdi Mustafa Nabil Omid Reza Sami Tariq Walid Ziad'),
  surnames: words(
    'Abbas Amin Darwish Fadel Farahani Haddad Hakimi Hamdan Ibrahim Jaber Karimi Khalil Mansour Nasser Rahimi Saleh Salim Shirazi Sultani Yilmaz Zaman',
  ),
};

const namesByEthnicity: Readonly<Record<string, Names>> = {
  WOTH: polish,
  WROM: polish,
  APKN: southAsian,
  ABAN: southAsian,
  AIND: indian,
  AOTH: indian,
  CHNE: eastAsian,
  BAFR: african,
  BOTH: african,
  MWBA: african,
  BCRB: caribbean,
  MWBC: caribbean,
  MWAS: indian,
  OOTH: arab,
};

/** A surname for a family; `at` in [0, 1). */
export function surnameFor(ethnicity: string, at: number): string {
  return pick((namesByEthnicity[ethnicity] ?? british).surnames, at);
}

/** A given name for a child; `at` in [0, 1). */
export function givenNameFor(ethnicity: string, sex: string, at: number): string {
  const names = namesByEthnicity[ethnicity] ?? british;
  return pick(sex === 'F' ? names.girls : names.boys, at);
}

function pick(from: readonly string[], at: number): string {
  return from[Math.floor(at * from.length)] ?? '';
}
