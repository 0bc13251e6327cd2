"""Who buys: companies that do not exist."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bridge.sandbox.company.records import Record


@dataclass(frozen=True, slots=True)
class Customer:
    """A company that buys, and the currency that it buys in."""

    name: str
    currency: str

    @property
    def key(self) -> str:
        """
        What it is called in keys of records.

        >>> Customer("Kestrel & Row Ltd", "GBP").key
        'KESTREL-ROW-LTD'
        """
        return re.sub("[^A-Z0-9]+", "-", self.name.upper()).strip("-")

    def record(self) -> Record:
        """Return its account."""
        return {
            "type": "Account",
            "key": self.key,
            "Name": self.name,
            "CurrencyIsoCode": self.currency,
        }


class Customers:
    """Gives each customer out once, in the order of the list."""

    def __init__(self) -> None:
        self._waiting = {
            currency: iter([Customer(name, currency) for name in names])
            for currency, names in _NAMES.items()
        }
        self._seen: list[Customer] = []

    def next(self, currency: str) -> Customer:
        """Return the next customer that buys in a currency."""
        found = next(self._waiting[currency])
        self._seen.append(found)
        return found

    def records(self) -> Iterator[Record]:
        """Yield the accounts of all who were given out."""
        return (one.record() for one in self._seen)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


_NAMES = {
    "USD": _listed(
        """
        Brightwater Systems, Copperfield Analytics, Delmar Freight, Eastbrook Health,
        Fairlane Insurance, Granite Peak Media, Harborview Bank, Ironwood Robotics,
        Juniper Trail Outfitters, Keystone Dental Group, Lakeshore Energy, Millbrook Foods,
        Northgate Realty, Oakmont Education, Pinecrest Biolabs, Quarry Hill Software,
        Redwood Legal Partners, Silverline Telecom, Tidewater Shipping, Upland Wineries,
        Vantage Point Security, Westfield Motors, Yellowstone Textiles, Zephyr Airways,
        Amberfield Care, Bluestone Payments, Cascade Water Works, Dunmore Publishing,
        Elkhorn Mining, Foxglove Cosmetics, Goldcrest Hotels, Highland Steel, Inkwell Press,
        Jasper County Hospital, Kingfisher Games, Larkspur Travel, Meridian Aerospace,
        Nightingale Clinics, Orchard Street Capital, Prairie Rail, Quillfeather Books,
        Riverbend Utilities, Stonebridge Construction, Thornbury Pharma, Union Square Retail,
        Violet Ridge Studios, Windmere Logistics, Alder Creek Brewing, Beacon Hill Advisors,
        Cobalt Semiconductors, Driftwood Resorts, Emberly Fitness, Falcon Crest Defense,
        Greenbriar Farms, Hollis Medical Devices, Indigo Apparel, Juno Space Systems,
        Kodiak Outdoor, Lanternfish Labs, Maplewood Schools, Noble Oak Furniture,
        Opal City Transit, Pepperwood Grocers, Quicksilver Courier, Rosewater Spas,
        Saltbox Architects, Timberline Credit Union, Umber Paints, Verdant Agritech,
        Wildrose Nurseries, Acorn Street Dental, Birchwood Partners, Cedar Falls Paper,
        Dovetail Interiors, Echo Valley Wireless, Firestone Pass Tours, Gantry Works,
        Hearthside Homes, Ivory Coast Imports, Jetty Marine Supply, Kettle Moraine Foods,
        Lighthouse Actuarial, Mulberry Street Bank, Newcastle Optics, Otter Creek Power,
        Parkside Veterinary, Quartzite Labs, Ridgeline Apparel, Sparrow Hill Press,
        Tamarack Timber, Upper Bay Ferries, Valley Forge Tools, Waypoint Charter,
        Yarrow Botanicals, Zinnia Flowers, Ashford Staffing, Bellweather Polling,
        Crestview Golf, Dynamo Cycling, Evergreen State Cold Storage, Fennel and Thyme,
        Garnet Title, Hyacinth Home Care, Islander Ferries, Jackdaw Printing, Kiln Ceramics,
        Loomis Weaving, Magnolia Court Senior Living, Nutmeg Insurance, Osprey Drones,
        Pewter Street Theaters, Quince Orchard Foods, Rockport Seafood, Sandpiper Beach Clubs,
        Thistle Down Bedding, Urchin Sea Farms, Vesper Observatory, Wren Acoustic,
        Applegate Orchards, Bramble Lane Toys, Cinder Block Gyms, Daybreak Coffee,
        Elmhurst Plumbing Supply, Flint River Paper, Gable End Windows, Holloway Instruments,
        Ironbark Fencing, Jubilee Catering, Knotwood Decking, Lupine Yoga, Marlin Boats,
        Nettle Creek Herbs, Overlook Observability, Plumtree Nursing, Ravenna Glass,
        Saddleback Title, Tern Island Cruises, Underhill Cellars, Vireo Sound, Whitcombe Freight,
        Axlewood Motors, Bayberry Candles, Coldwater Aquatics, Dappled Light Photography,
        Eastmoor Laundry, Fernbank Museums, Grizzly Peak Tools, Hopewell Adjusters,
        Inlet Shellfish, Jacaranda Homes, Kestrel Drone Surveys, Lodestar Mapping,
        Mossback Landscaping, North Fork Dairy, Old Mill Fabrics, Paper Crane Stationery,
        Quiet Harbor Hospice, Rain Shadow Roofing, Sugar Maple Confections, Two Rivers Ambulance,
        Uplands Trucking, Velvet Ant Records, Woodsmoke Barbecue, Amber Alley Antiques,
        Buckthorn Security, Clover Hill Creamery, Dry Creek Irrigation, Elderflower Events,
        Four Winds Aviation, Gray Heron Surveying, Hickory Ridge Smokehouse, Iron Gate Storage,
        Junction City Bus Lines, Kite Hill Wind Power, Little Falls Hydro
        """
    ),
    "EUR": _listed(
        """
        Alpenrand Versicherung, Bergkristall Optik, Canal de Loire Transports,
        Deichgraf Reederei, Elbtal Maschinenbau, Fjordlys Energi, Gasthof Linde Hotels,
        Hafenkante Logistik, Isarwerk Medizintechnik, Jardin Vert Distribution,
        Kranich Software, Lindenhof Kliniken, Maison Corbeau, Nordlicht Solar,
        Oostzee Havenbedrijf, Pont Neuf Assurances, Quellwasser Getränke, Rheinbogen Stahl,
        Salzkammer Touristik, Tulpenveld Bloemen, Uferpark Immobilien, Vallon Bleu Vins,
        Waldmeister Forst, Zilverberg Juweliers, Ardennes Brasserie, Buchenhain Verlag,
        Castello Rosso Ceramiche, Donauried Papier, Eisvogel Robotik, Fontaine Claire Eaux,
        Grachtenhuis Advies, Heidekraut Pharma, Isola Bella Viaggi, Jura Horlogerie,
        Kornblume Mühlen, Lavandou Cosmétique, Moselblick Weine, Nieuwe Maas Shipping,
        Olivento Alimentari, Pfauenrad Textil, Rosengarten Pflege, Steinadler Sicherheit,
        Torfmoor Gartenbau, Ulmenallee Schulen, Veldhoven Elektronica, Wolkenstein Bergbahnen,
        Zauberwald Spiele, Ahornblatt Möbel, Brise Marine Voiles, Cigogne Messagerie,
        Dünenweg Ferien, Edelweiss Seilbahn, Feuerstein Keramik, Glockenturm Uhren,
        Hopfengarten Brauerei, Kastanienhof Bio, Lagune Azur Croisières, Mistral Voltaïque,
        Nebelhorn Akustik, Ombre Douce Textile, Perlmutt Schmuck, Quai des Arts, Rotbuche Holz,
        Sonnenblick Reha, Tramontana Moda, Urstrom Netze, Vogelsang Musik, Weidenbach Käserei,
        Zinnober Farben, Abendrot Verlag, Belle Rive Traiteur, Clairière Jardins,
        Dachstein Sport, Eulenspiegel Druck, Falkenried Wohnen, Gletschertor Wasser,
        Haselnuss Confiserie, Inselbahn Verkehr, Kupferkessel Gastronomie, Lerchenfeld Labor,
        Maas en Waal Zuivel, Noordzee Windenergie, Oranjerie Planten, Polderland Agro,
        Rivage Conseil, Sternwarte Optronik, Terra Nova Vini, Vecht Bouw, Wasserschloss Events,
        Adlerhorst Flugschule, Bois Joli Menuiserie, Cordouan Phares, Domplatz Apotheken,
        Erlengrund Reitsport, Fuchsbau Spielwaren, Grünspan Metall
        """
    ),
    "GBP": _listed(
        "Kestrel & Row, Ambleside Outdoor, Thornfield Press, Penhallow Tin, Larkhall Dairies"
    ),
}
